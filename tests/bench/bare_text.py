"""What reading is compared with: the bare text of every page of a PDF with pypdfium2, in a plain script."""

import sys

import pypdfium2

document = pypdfium2.PdfDocument(sys.argv[1])
texts = [page.get_textpage().get_text_range() for page in document]
assert any(texts)
