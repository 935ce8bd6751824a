"""Whether a server keeps a platform's contract: schemathesis over its OpenAPI document.

Every operation is sent the contract's examples, the limits of its schemas, generated data, right
and wrong, and stands in walks along the contract's links. All of schemathesis's checks judge the
answers. A run fails on any failed check, and unless every operation was answered with success in
every phase that generates data: with a wrong base URL everything is a 404, and nearly all checks
pass.

``make contract`` and ``make contract-deep`` search the emulator so, ``labelbridge contract`` any
server.
"""
