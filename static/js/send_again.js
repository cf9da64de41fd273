/* Signing in in another tab changes the token of the forms; the cookie has the new one. */
const form = document.querySelector("[data-again]");

form.addEventListener("submit", () => {
  const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
  if (token) form.elements.csrfmiddlewaretoken.value = token;
});
