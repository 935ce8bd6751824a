"""HTTP: URLs, authentication, requests and responses, and the errors of both."""
