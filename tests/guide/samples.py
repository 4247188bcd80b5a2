"""Every block of code in the guide."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.kit.guide import contents
from shared.kit.guide.rendering import parser, source_of

# They need a running command, a folder, a sandbox or a generator, and are run by the tests of these.
RUN_ELSEWHERE = frozenset({"command-line", "folder-drop", "sandbox", "bulk", "generated-clients"})
NOT_CODE = frozenset({"text", "http", "csv", "json"})


@dataclass(frozen=True)
class Sample:
    page: str
    number: int
    language: str
    code: str

    @property
    def name(self) -> str:
        return f"{self.page}-{self.number}"


def _all() -> Iterator[Sample]:
    for page in contents.titles():
        if page not in RUN_ELSEWHERE:
            fences = (each for each in parser().parse(source_of(page)) if each.type == "fence")
            for number, each in enumerate(fences, start=1):
                yield Sample(page, number, (each.info.split() or ["text"])[0], each.content)


SAMPLES = list(_all())


def written_in(*languages: str) -> list[Sample]:
    return [each for each in SAMPLES if each.language in languages]
