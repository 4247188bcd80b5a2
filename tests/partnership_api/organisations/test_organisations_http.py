from tests.support.serving import Served


async def test_a_board_is_found_by_its_ods_code(partnership: Served):
    answer = await partnership.as_("la:383").get("/v1/icbs/QWO")
    assert answer.status_code == 200, answer.text
    assert answer.json()["name"] == "NHS West Yorkshire Integrated Care Board"
