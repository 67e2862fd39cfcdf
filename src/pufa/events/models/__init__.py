"""Campaigns, their theme days, and activities with what came of them."""

from pufa.events.models.activities import Activity, ActivityForm, Counting, Picture, SignUp, State
from pufa.events.models.campaigns import Campaign, ThemeDay

__all__ = ["Activity", "ActivityForm", "Campaign", "Counting", "Picture", "SignUp", "State", "ThemeDay"]
