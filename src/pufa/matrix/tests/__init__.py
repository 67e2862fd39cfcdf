import pytest

pytest.register_assert_rewrite("pufa.matrix.tests.contract")
