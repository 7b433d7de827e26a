"""Requests by the thousand, made from a fixed seed: to every route, by everybody, with everything that a form should not hold."""
