"""Django's own tags where a page has a hundred of them: what does not change is worked out when a template is read."""
