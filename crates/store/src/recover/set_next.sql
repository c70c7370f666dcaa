UPDATE desk SET next_running = :next
