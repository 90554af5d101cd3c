"""What people may ask of their own data: to have all of it, and to have it forgotten.

A slice that keeps something about people joins with a `<slice>/privacy.py` and a line in `forum/privacy/slices.py`:

- `export(user) -> (record, files)`: what it keeps of this person, as JSON takes it, and files as (name, bytes or
  path). Never a secret (a hash, a token), never what somebody else wrote in private.
- `forget(user)`: removes or makes nameless all of it, inside a write; done twice it changes nothing more.
  One that keeps ids alone needs none: the account they lead to has no name any more.
  The person's name and address are still on `user` then, to be found by.
"""
