"""Acts on expenses."""

from massicot.expenses.services.rates import confirm_rate, enter_rate, take_back_rate
from massicot.expenses.services.settings import copy_session, delete_money, set_money
