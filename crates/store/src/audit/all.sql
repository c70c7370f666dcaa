SELECT seq, at, act, subject, previous, hash FROM audit ORDER BY seq
