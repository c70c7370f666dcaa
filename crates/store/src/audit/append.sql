INSERT INTO audit (seq, at, act, subject, previous, hash)
VALUES (:seq, :at, :act, :subject, :previous, :hash)
