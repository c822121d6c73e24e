from chitech.core.outbox.models.mail_server import MailServer
from chitech.core.outbox.models.message import Message
from chitech.core.outbox.models.preferences import ContactSettings, Preference
from chitech.core.outbox.models.suppression import Suppression

__all__ = ["ContactSettings", "MailServer", "Message", "Preference", "Suppression"]
