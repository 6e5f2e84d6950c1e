"""Acts on expenses."""

from massicot.expenses.services.rates import confirm_rate, enter_rate, take_back_rate, take_over_rate
from massicot.expenses.services.settings import copy_session, delete_money, set_money
from massicot.expenses.services.towns import (
    confirm_towns_of_institutions,
    import_first_towns,
    import_towns,
    name_town_of_institution,
    preview_towns,
)
