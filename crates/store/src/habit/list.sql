SELECT query, procedure, weight, times, last_at FROM habit
