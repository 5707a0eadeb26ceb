"""Signs with botocore what our client has sent and signed; both signatures must be equal.

Run with the unpacked botocore on PYTHONPATH; reads the lines of src/bin/signed.rs from standard input.
"""

import base64
import datetime
import json
import sys
from unittest import mock

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SIGNATURE = ("authorization", "x-amz-date", "x-amz-security-token")


def by_botocore(sent):
    """The headers that botocore's signer adds to the same request at the same time."""
    headers = {name: value for name, value in sent["headers"].items() if name not in SIGNATURE}
    request = AWSRequest(sent["method"], sent["url"], headers, base64.b64decode(sent["body"]))
    credentials = Credentials(sent["access_key"], sent["secret_key"], sent["session_token"])
    time = datetime.datetime.strptime(sent["headers"]["x-amz-date"], botocore.auth.SIGV4_TIMESTAMP)
    with mock.patch.object(botocore.auth, "get_current_datetime", lambda: time):
        botocore.auth.SigV4Auth(credentials, "discovery", sent["region"]).add_auth(request)
    return {name: request.headers.get(name) for name in SIGNATURE}


def main():
    passed = failed = 0
    for line in sys.stdin:
        sent = json.loads(line)
        theirs, ours = by_botocore(sent), {name: sent["headers"].get(name) for name in SIGNATURE}
        if theirs == ours:
            passed += 1
        else:
            failed += 1
            print(f"{sent['url']} in {sent['region']}:\n  botocore {theirs}\n  we       {ours}")
    print(f"signatures of the client: {passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
