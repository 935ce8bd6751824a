"""Contract tests: schemathesis runs the OpenAPI contract of a platform against a server.

Each operation receives the examples of the contract, the limits of its schemas, and generated
data, valid and invalid. Stateful scenarios follow the links between operations. All checks of
schemathesis are enabled. A run fails if a check fails, or if an operation has no successful
response in one of the phases: with a wrong base URL every response is a 404, and nearly all checks
pass.

`make contract` and `make deep` run against the emulator, `labelbridge contract` against
any server. What differs between platforms is in `data/<platform>.yaml`; a platform without this
file uses the defaults.
"""
