"""What AWS asks in eu-central-1, in USD before tax and without any free tier.

Written down in November 2026 from AWS's public price pages as they were last known to us, not read by a program:
compare with https://calculator.aws before you plan with them.
"""

MILLION = 1_000_000

WRITE_UNIT = 0.7625 / MILLION
READ_UNIT = 0.1525 / MILLION
TABLE_GB_MONTH = 0.306
BACKUP_GB_MONTH = 0.2448
API_CALL = 3.70 / MILLION
FUNCTION_CALL = 0.20 / MILLION
FUNCTION_GB_SECOND = 0.0000166667
QUEUE_CALL = 0.40 / MILLION
TRANSITION = 25.0 / MILLION
S3_PUT = 5.40 / MILLION
S3_GET = 0.43 / MILLION
S3_GB_MONTH = 0.0245
MAIL = 100.0 / MILLION
LOG_GB = 0.63
CDN_REQUEST = 1.20 / MILLION
CDN_GB = 0.085

ALARM_MONTH = 0.10
DASHBOARD_MONTH = 3.00
SECRET_MONTH = 0.40
