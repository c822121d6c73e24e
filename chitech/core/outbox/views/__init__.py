"""Pages of messages: the inbox, what a person wants to be told, unsubscribing, previews."""
