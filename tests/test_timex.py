"""The Timex record: frozen, small, and open where nothing is said."""

import dataclasses

import pytest

from analysis.timex import Timex


def test_unsaid_fields_stay_unsaid():
    record = Timex(0, 4, "عقود", "DURATION", "PXDE")
    unsaid = ("mod", "anchor", "earliest", "latest", "precision", "edtf", "signal")
    assert [getattr(record, name) for name in unsaid] == [None] * len(unsaid)
    assert record.flags == ()


def test_a_record_cannot_be_changed():
    record = Timex(0, 4, "عقود", "DURATION", "PXDE")
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.value = "P1D"


def test_equal_records_are_one_in_a_set():
    assert len({Timex(0, 4, "2014", "DATE", "2014"), Timex(0, 4, "2014", "DATE", "2014")}) == 1
