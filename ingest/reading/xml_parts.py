"""The XML inside Office files, parsed with distrust: no entities, no network, no document type."""

from __future__ import annotations

import re

from lxml import etree

from ingest.reading.errors import ErrorCode, ReadError

_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)


def parse_part(xml: bytes) -> etree._Element:
    """The root of a part. ReadError: broken; unsafe where it nests beyond all sense or has a document type, which
    Office never writes."""
    if _DECLARATION.search(xml):
        raise ReadError(ErrorCode.UNSAFE, reason="entity declarations")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise ReadError(ErrorCode.UNSAFE, reason="nesting") from error
        raise ReadError(ErrorCode.BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(ErrorCode.UNSAFE, reason="entity declarations")
    return root


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute by its name in whatever namespace (Office has two for each); empty if there is none."""
    if element is None:
        return ""
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


def child(element: etree._Element, path: str) -> etree._Element | None:
    """The first element at this path of names, in whatever namespace."""
    return element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
