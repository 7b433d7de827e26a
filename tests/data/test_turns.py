"""Writers of one process take turns in the order in which they came."""

import threading
import time

from app.data.turns import Turns


def test_turns_are_given_in_the_order_in_which_they_were_asked_for() -> None:
    turns, done = Turns(), list[int]()
    assert turns.take(0)

    def write(number: int) -> None:
        assert turns.take(10)
        done.append(number)
        turns.give()

    waiting = []
    for number in range(8):
        waiting.append(threading.Thread(target=write, args=(number,)))
        waiting[-1].start()
        while len(turns._queue) < number + 1:
            time.sleep(0.001)
    turns.give()
    for thread in waiting:
        thread.join()
    assert done == list(range(8))


def test_whoever_waits_too_long_goes_without_and_keeps_nobody_waiting() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)


def test_a_turn_may_be_given_back_by_another_thread() -> None:
    turns = Turns()
    assert turns.take(0)
    other = threading.Thread(target=turns.give)
    other.start()
    other.join()
    assert turns.take(0)
