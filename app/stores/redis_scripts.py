"""What Redis does at once, in Lua: to look at the claim and to write are one step.

A run is one hash, so that it is there in full or not at all: owner, epoch, head, how many blocks, and each
block under its number from 1. `turn` names the last change: a script that is sent again, because the
connection broke before the answer came, finds its own turn and changes nothing. Sorted sets hold when
runs and documents were last used. Every key has a lifetime, so Redis cleans up when nobody else does.

KEYS: a run or document, and the sorted set it is in. ARGV: its id, the time in seconds, the lifetime in
milliseconds, and what each script names.
"""

from hashlib import sha1

_USED = """
local function used()
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
"""

CREATE = f"""{_USED}
local turn, owner, head, block = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
if redis.call('EXISTS', KEYS[1]) == 1 then
  return redis.call('HGET', KEYS[1], 'turn') == turn and 1 or 0
end
redis.call('HSET', KEYS[1], 'turn', turn, 'owner', owner, 'epoch', 1, 'head', head, 'blocks', 1, '1', block)
used()
return 1
"""
"""Returns 0 where there is such a run."""

CLAIM = f"""{_USED}
local turn, owner, epoch, instead_of = ARGV[4], ARGV[5], ARGV[6], {{ARGV[7], ARGV[8]}}
local now = redis.call('HMGET', KEYS[1], 'turn', 'owner', 'epoch')
if now[1] ~= turn then
  if now[2] ~= instead_of[1] or now[3] ~= instead_of[2] then
    return nil
  end
  redis.call('HSET', KEYS[1], 'turn', turn, 'owner', owner, 'epoch', epoch)
  used()
end
return redis.call('HGETALL', KEYS[1])
"""
"""Returns the run as it is then, nil for a stale claim."""

SAVE = f"""{_USED}
local turn, owner, epoch, whole, head, block = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local now = redis.call('HMGET', KEYS[1], 'turn', 'owner', 'epoch', 'blocks')
if now[1] == turn then
  return 1
end
if now[2] ~= owner or now[3] ~= epoch then
  return 0
end
local blocks = tonumber(now[4])
if whole == '1' then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'owner', owner, 'epoch', epoch)
  blocks = 0
end
if block then
  blocks = blocks + 1
  redis.call('HSET', KEYS[1], blocks, block)
end
redis.call('HSET', KEYS[1], 'turn', turn, 'head', head, 'blocks', blocks)
used()
return 1
"""
"""Returns 0 for a stale claim."""

RELEASE = """
local owner, epoch = ARGV[1], ARGV[2]
local now = redis.call('HMGET', KEYS[1], 'owner', 'epoch')
if now[1] == owner and now[2] == epoch then
  redis.call('HSET', KEYS[1], 'owner', '')
end
"""
"""ARGV: owner and epoch."""

DELETE = """
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('DEL', KEYS[1])
"""

LONGEST_UNUSED = """
local found = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])) do
  local claim = redis.call('HMGET', ARGV[3] .. id, 'owner', 'epoch')
  if claim[1] then
    found[#found + 1] = {id, claim[1], claim[2]}
  end
end
return found
"""
"""KEYS: the sorted set. ARGV: from which time on, how many, and what comes before an id in a key."""

EXPIRE = """
local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
for _, id in ipairs(gone) do
  redis.call('DEL', ARGV[2] .. id)
  redis.call('ZREM', KEYS[1], id)
end
return gone
"""
"""KEYS: the sorted set. ARGV: up to which time, and what comes before an id in a key."""

PUT = f"""{_USED}
redis.call('SET', KEYS[1], ARGV[4])
used()
"""

GET = f"""{_USED}
local value = redis.call('GET', KEYS[1])
if value then
  used()
end
return value
"""

DIGESTS = {
    script: sha1(script.encode(), usedforsecurity=False).hexdigest()
    for script in (CREATE, CLAIM, SAVE, RELEASE, DELETE, LONGEST_UNUSED, EXPIRE, PUT, GET)
}
"""Under which name Redis knows a script that it was told."""
