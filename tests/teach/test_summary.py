"""The summary of a class, beyond what the graded classes of the other tests show."""

from mixtures_lab.teach import summary


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    assert summary.safe("=1+1") == "'=1+1" and summary.safe("+2") == "'+2"
    assert summary.safe("") == "" and summary.safe("ada") == "ada"
