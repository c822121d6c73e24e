"""pending"""

from chitech.core.design.phrases import pay_amount as pay_in_words  # noqa: F401
