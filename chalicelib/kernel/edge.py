"""How a request shows that it has come by CloudFront: a header that only CloudFront can send."""

# Its value is the key of the purpose `PURPOSE`, in hexadecimal; CloudFront sends it in place of a caller's own.
HEADER = "x-foyer-edge"
PURPOSE = "edge"
