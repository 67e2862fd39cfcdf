"""What the programme's figures say of the matrix: accounts in the register and their followers, as of a day."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from pufa.matrix.queries import followers
from pufa.reach import states

ACCOUNTS: Final = states.register(
    states.State(
        "matrix_accounts",
        _("Accounts in the register"),
        _("accounts"),
        _("Accounts that are filed and not closed. One name of a unit on several platforms counts once."),
        followers.total_accounts,
        followers.account_rows,
        followers.first_filing,
    )
)
FOLLOWERS: Final = states.register(
    states.State(
        "matrix_followers",
        _("Followers of the accounts"),
        _("followers"),
        _("Each account's last count up to the day, added up over platforms. Somebody who follows two counts twice."),
        followers.total_followers,
        followers.follower_rows,
        followers.first_count,
    )
)
