UPDATE enrolment SET heard_at = :at, news_through = :through, matters_through = :matters_through, refused = NULL
WHERE epoch = :epoch
