"""The core: what Plumbline knows about reviews, markers and judgement. Standard library only."""
