"""Acts on documents handed in: one file per act."""

from massicot.deposits.services.destroying import date_destruction, destroy, sweep
from massicot.deposits.services.freezing import freeze, unfreeze
from massicot.deposits.services.keeping import keep_document
