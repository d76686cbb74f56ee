"""`python -m localstack.paypal`: a small stateful stand-in for development and tests, on loopback."""

from localstack.paypal import api, pages
from localstack.standin import arguments, make_app, serve

state, port = arguments(api.NAME, api.PORT)
app = make_app(state)
api.add_routes(app)
pages.add_routes(app)
serve(app, port)
