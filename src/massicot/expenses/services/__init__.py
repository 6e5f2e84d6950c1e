"""Acts on expenses."""

from massicot.expenses.services.rates import confirm_rate, enter_rate, take_back_rate, take_over_rate
