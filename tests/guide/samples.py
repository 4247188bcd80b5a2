"""Every block of code in the guide."""

from dataclasses import dataclass

from shared.kit.guide import contents
from shared.kit.guide.rendering import parser, source_of

# Its samples need generators and compilers: `make test-clients` runs what they show.
GENERATED_CLIENTS = "generated-clients"
# Their samples need data and build on each other: each page is run from its top to its bottom, against a sandbox.
OF_A_SANDBOX = frozenset({"bulk", "command-line", "folder-drop", "sandbox"})
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


def of_page(page: str) -> list[Sample]:
    """The blocks of code of a page, in their order."""
    fences = (each for each in parser().parse(source_of(page)) if each.type == "fence")
    return [
        Sample(page, number, (each.info.split() or ["text"])[0], each.content)
        for number, each in enumerate(fences, start=1)
    ]


SAMPLES = [
    sample for page in contents.titles() if page not in {*OF_A_SANDBOX, GENERATED_CLIENTS} for sample in of_page(page)
]


def written_in(*languages: str) -> list[Sample]:
    return [each for each in SAMPLES if each.language in languages]
