"""Use cases: one module per noun, one function per verb, the acting person first. They never commit."""
