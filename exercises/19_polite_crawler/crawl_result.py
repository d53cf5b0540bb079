"""What a crawl brings home. Part of the exercise: nothing to edit here."""

from dataclasses import dataclass, field


@dataclass
class CrawlResult:
    """Every page that was fetched is in exactly one of the two."""

    pages: dict[str, int] = field(default_factory=dict)
    """How many clicks each page is away from the start page, on the shortest way. The start page itself: 0."""

    errors: dict[str, Exception] = field(default_factory=dict)
    """For each page whose fetch failed, what it raised."""
