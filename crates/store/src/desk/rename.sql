-- Whichever is higher: neither this file nor the city has seen that number under the new code.
UPDATE desk SET code = :code, next_running = max(next_running, :next_running)
