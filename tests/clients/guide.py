"""What the guide's page on generated clients shows: how each is generated, and a program that uses it."""

from dataclasses import dataclass

from tests.guide.samples import GENERATED_CLIENTS, of_page

# In the order of the page: the file of the program, and how its language asks for the address, by the case it is for.
_PROGRAMS = {
    "python": ("sample.py", 'os.environ["PINS_API_URL"]'),
    "openapi-python-client": ("sample.py", 'os.environ["PINS_API_URL"]'),
    "typescript-fetch": ("sample.ts", "process.env.PINS_API_URL"),
    "java-native": ("Sample.java", 'System.getenv("PINS_API_URL")'),
}
_ADDRESS = '"https://pins.example"'
PRINTS = "Leeds"


@dataclass(frozen=True)
class Shown:
    """A client as the page shows it: what is typed to generate it, and a program."""

    typed: str
    file: str
    program: str


def shown() -> dict[str, Shown]:
    """Each client of the page by the name of its case. Commands and programs take turns there."""
    samples = of_page(GENERATED_CLIENTS)
    pairs = zip(samples[::2], samples[1::2], strict=True)
    return {
        name: Shown(typed.code, file, program.code.replace(_ADDRESS, address))
        for (name, (file, address)), (typed, program) in zip(_PROGRAMS.items(), pairs, strict=True)
    }
