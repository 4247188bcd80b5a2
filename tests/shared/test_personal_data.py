import pytest

from shared.contracts.personal_data import personal_data

HARMLESS = [
    "",
    "All 24 statements were discussed with staff and with parent carers in the autumn term of 2025.",
    "Walls were painted in 2019, at 12,500 pounds; noise fell from 71 to 64 dB (see report 2025/114).",
    "The inspection of 12 March 2019 and the visit on 03/10/2025 praised the calm corridor.",
    "URN 107866, LAESTAB 3834021, 0.95 of pupils, 1,000,000 minutes.",
    "Order number 1234567890 for sensory equipment.",
    "Children born in the summer find the first term hardest.",
    "On 01-09-2025 30 staff were trained, on 02 10 2025 12 more.",
    "Staff @ all sites use symbols.",
    "Attendance rose by 0 to 5 points in 10 of 12 classes.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_evidence_about_the_school_passes(text: str):
    assert list(personal_data(text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ask jo.bloggs@school.sch.uk about it", "an e-mail address"),
        ("a@b.uk", "an e-mail address"),
        ("ring 01904 555 111", "a telephone number"),
        ("call (0113) 496 0000 first", "a telephone number"),
        ("mobile 07700900123", "a telephone number"),
        ("on +44 (0)20 7946 0018", "a telephone number"),
        ("on +447700900123", "a telephone number"),
        ("on 0044 7700 900123", "a telephone number"),
        ("NHS 943 476 5919", "an NHS number"),
        ("NHS 943-476-5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("UPN A123456789012", "a unique pupil number"),
        ("upn z12345678901a.", "a unique pupil number"),
        ("born 3/4/2016", "a date of birth"),
        ("DOB: 03-04-16", "a date of birth"),
        ("d.o.b. 2016-04-03", "a date of birth"),
        ("his date of birth is 3rd of April 2016", "a date of birth"),
        ("born on 3 Apr 2016", "a date of birth"),
    ],
)
def test_what_points_to_a_person_is_found(text: str, kind: str):
    assert kind in list(personal_data(text))


def test_an_nhs_number_with_a_wrong_check_digit_is_only_a_number():
    assert list(personal_data("943 476 5918")) == []


def test_every_kind_in_one_text_is_named():
    text = "a@b.uk, 07700900123, 943 476 5919, A123456789012, born 3/4/2016"
    assert len(list(personal_data(text))) == 5
