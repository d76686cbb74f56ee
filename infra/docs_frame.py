"""The frame of the pages under /docs/ that are made from the code and from the repository's Markdown."""

_FRAME = """<!doctype html>
<!-- Made by `make docs` from {source}: do not edit. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · API reference</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{{{{ page.css }}}}">
<link rel="stylesheet" href="{{{{ {style} }}}}">
</head>
<body>
<div class="page">
<header class="masthead"><a href="/docs/" aria-label="API reference"><img src="/favicon.svg" alt=""></a>\
<a href="/docs/">API reference</a></header>
<main class="prose">
{body}</main>
</div>
</body>
</html>
"""


def framed(title: str, body: str, *, source: str, style: str) -> str:
    """A page's source as the web build reads it, which fills in the names of the styles. All but `source` is HTML."""
    return _FRAME.format(title=title, body=body, source=source, style=style)
