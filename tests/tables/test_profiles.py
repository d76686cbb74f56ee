"""What somebody sees of themselves right after signing up, before any index knows of them."""

from chalicelib.actions import accounts as signing_up
from chalicelib.domain.access import Grant
from chalicelib.domain.accounts import Account, Caller, Member, User
from chalicelib.kernel.config import config
from chalicelib.tables import accounts, team
from chalicelib.tables.table import client
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def test_who_has_just_joined_is_known_before_the_index_is() -> None:
    account = Account(new_id("acc"), "Harbour Hall", NOW)
    user = User(new_id("usr"), "Ada", f"{new_id('a')}@example.com", "$argon2id$", NOW)
    member = Member(account.account_id, user.user_id, [Grant("owner")], NOW)
    write([accounts.new_account(account), *accounts.new_user(user, account.account_id), *team.new_member(member)])
    pk, sk = team.member_key(account.account_id, user.user_id)
    client().update_item(
        TableName=config().table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, UpdateExpression="REMOVE person, person_sk"
    )
    seen = signing_up.profile(Caller(account.account_id, user.user_id))
    assert (seen.user, seen.account, seen.memberships) == (user, account, [account])
    assert seen.member.grants == member.grants
