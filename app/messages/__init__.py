"""Every REST body and every message of the stream; OpenAPI and the page's types are made from them."""
