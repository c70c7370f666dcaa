UPDATE enrolment SET heard_at = :at, news_through = :through, refused = NULL
WHERE epoch = :epoch
