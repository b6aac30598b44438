"""The dry run: the real run, with the same result, that leaves nothing behind."""

from __future__ import annotations

import pytest

from migrator.models import Checkpoint, ChunkRecord, Operation, StepState, StepStatus
from tests.shop import Shop


def test_nothing_remains_of_it(shop: Shop) -> None:
    source, target = shop.source.dump(), shop.target.dump()

    result = shop.migrate(operation=Operation.DRY_RUN, dry_run=True)

    assert result.verified
    assert (shop.source.dump(), shop.target.dump()) == (source, target)
    assert not Checkpoint.objects.exists()
    assert not ChunkRecord.objects.exists()
    assert not StepState.objects.filter(status=StepStatus.COMPLETED).exists()


def test_it_counts_what_the_real_run_counts(shop: Shop) -> None:
    dry = shop.migrate(operation=Operation.DRY_RUN, dry_run=True)
    real = shop.migrate()

    assert {s.step_id: s.rows for s in dry.steps} == {s.step_id: s.rows for s in real.steps}


@pytest.mark.parametrize("backend", ["mariadb"], indirect=True)
def test_it_finds_the_rows_that_would_be_refused(shop: Shop) -> None:
    shop.target.run("DELETE FROM oc_product", "ALTER TABLE oc_product MODIFY model VARCHAR(3) NULL")

    result = shop.migrate(operation=Operation.DRY_RUN, dry_run=True)

    assert not result.verified
    assert next(step.rejected for step in result.steps if step.step_id == "products") > 0
