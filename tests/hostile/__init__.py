"""Files that are broken or mean harm, made by code from a fixed seed, and what must not come of them."""
