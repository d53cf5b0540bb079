"""The checks of exercise 24, in the order of its tasks. They run on the real clock: sockets know no other."""

import asyncio
import gc
import socket
import struct
from contextlib import ExitStack, asynccontextmanager, suppress

import pytest
from chat_server import serve

from grader.checks import same, task
from grader.instruments.clock import real_now
from grader.instruments.evidence import note

HOST = "127.0.0.1"
SOON = 1.5
"""Seconds in which anything happens that happens at all."""

LONG = "x" * 7900


async def until(done, seconds=SOON):
    """Wait until it is done, and return whether it is. Time in which a busy machine lets nobody run hardly counts."""
    waited = 0.0
    while not (there := done()) and waited < seconds:
        before = real_now()
        await asyncio.sleep(0.005)
        waited += min(real_now() - before, 0.1)
    return there


class Person:
    """Somebody at the other end of a connection."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port, narrow=False):
        """Connected, and no name said. On a narrow connection the system keeps a few long lines, and no more."""
        with ExitStack() as stack:
            client = stack.enter_context(socket.socket())
            if narrow:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                with suppress(OSError):
                    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400)
            client.setblocking(False)
            await asyncio.get_running_loop().sock_connect(client, (HOST, port))
            stack.pop_all()
        return cls(*await asyncio.open_connection(sock=client, limit=20_000))

    def say(self, *lines):
        """Send these lines in one piece."""
        self.writer.write("".join(f"{line}\n" for line in lines).encode())

    async def hear(self, count=1, seconds=SOON):
        """The next lines, at most so many; fewer when the connection ends or nothing more comes."""
        heard = []

        async def listen():
            with suppress(OSError):
                while len(heard) < count and (line := await self.reader.readline()):
                    heard.append(line.decode().removesuffix("\n"))

        await self._while_it_comes(listen(), seconds)
        return heard

    async def hung_up_on(self):
        """Whether the server ends this connection soon, for somebody who reads to the end."""

        async def read():
            with suppress(OSError):
                while await self.reader.read(1_000_000):
                    pass

        return await self._while_it_comes(read(), SOON)

    async def cut_off(self):
        """Whether the server has let go of this connection, or soon does, although nobody reads here.

        The system answers to what is sent on a connection that is no more: then this side breaks as well.
        """

        def broken():
            if not self.writer.transport.is_closing():
                self.writer.write(b".")
            return self.writer.transport.is_closing()

        return await until(broken)

    def break_off(self):
        """End the connection without a word, as a broken network does."""
        if self.writer.transport.is_closing():
            return
        client = self.writer.get_extra_info("socket")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    def look_away(self):
        """Read nothing from now on, until something is to be heard."""
        self.writer.transport.pause_reading()

    async def _while_it_comes(self, reading, seconds):
        self.writer.transport.resume_reading()
        reading = asyncio.create_task(reading)
        try:
            return await until(reading.done, seconds)
        finally:
            reading.cancel()
            await asyncio.wait([reading])


class Room:
    """A server, and the people who came to it."""

    def __init__(self, server):
        self.server, self.port, self.people = server, server.port, []

    async def connect(self, narrow=False):
        """Somebody new, who has not said a name."""
        person = None
        with suppress(OSError):
            person = await Person.connect(self.port, narrow)
            self.people.append(person)
        assert person, "The server has been started, and nobody listens at server.port."
        return person

    async def join(self, name, narrow=False):
        """Somebody new, in the room and welcomed."""
        person = await self.connect(narrow)
        person.say(name)
        assert same(await person.hear(), [f"welcome {name}"]), (
            "Somebody said her name: the first line that she hears should be the welcome."
        )
        return person

    async def only(self, *names):
        """Whether these are soon the people in the room."""
        await until(lambda: self.server.clients == list(names))
        return same(self.server.clients, list(names))


@asynccontextmanager
async def village():
    """A room for one check. How it ends is the business of tasks 2 and 4: here nothing of it counts any more."""
    others = asyncio.all_tasks()
    room = Room(await serve(HOST, 0))
    try:
        yield room
    finally:
        gc.collect()
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        for person in room.people:
            person.break_off()
        await until(lambda: asyncio.all_tasks() == others, 0.1)
        # Not by the name of close, so that a learner who has not written it yet can see how the first tasks went.
        ending = asyncio.create_task(room.server.__aexit__(None, None, None), name="close")
        await until(ending.done)
        if left := asyncio.all_tasks() - others:
            for one in left:
                one.cancel()
            await asyncio.wait(left, timeout=SOON)


@task(1, points=2)
@pytest.mark.real_clock
async def test_a_line_reaches_everybody_else():
    """What Ann says reaches Ben and Cem, in her order and with her name, and not Ann herself."""
    async with village() as room:
        ann, ben, cem = [await room.join(name) for name in ("Ann", "Ben", "Cem")]

        ann.say("good morning", "/whoever hears me: is the baker open?")
        heard = [await ben.hear(2), await cem.hear(2)]
        cem.say("yes, till noon")
        answer = [await ann.hear(1), await ben.hear(1)]

        assert same(heard, [["Ann: good morning", "Ann: /whoever hears me: is the baker open?"]] * 2), (
            "Ann said two lines: Ben and Cem should both hear both, in her order. Only /who and /quit are more than "
            "lines, and only when nothing else is in the line."
        )
        assert same(answer, [["Cem: yes, till noon"]] * 2), (
            "Then Cem said a line, and that should be the next thing that Ann and Ben hear. Nobody hears her own lines."
        )


@task(1)
@pytest.mark.real_clock
async def test_lines_are_put_together():
    """A line that arrives in pieces is one line, and three lines that arrive in one piece are three."""
    async with village() as room:
        ann, ben = await room.join("Ann"), await room.join("Ben")

        for piece in (b"the bus \xc3", b"\xa9s late", b"\nat ten\nor ", b"at eleven\n"):
            ann.writer.write(piece)
            await asyncio.sleep(0.05)
        heard = await ben.hear(3)

        assert same(heard, ["Ann: the bus és late", "Ann: at ten", "Ann: or at eleven"]), (
            "Ann's three lines arrived in four pieces. What arrives together need not be one line, nor a whole one: "
            "only a newline ends a line."
        )


@task(1)
@pytest.mark.real_clock
async def test_an_empty_line_is_a_line():
    """A line with nothing in it is said like any other, and the one after it too."""
    async with village() as room:
        ann, ben = await room.join("Ann"), await room.join("Ben")

        ann.say("one", "", "two")
        heard = await ben.hear(3)

        assert same(heard, ["Ann: one", "Ann: ", "Ann: two"]), (
            "Ann said three lines, and the second one was empty. It arrives as b'\\n', and is a line. Only the end of "
            "the connection has no newline."
        )


@task(1)
@pytest.mark.real_clock
async def test_who_is_here():
    """/who is answered to the one who asks, with all names in the order of joining. clients has the same names."""
    async with village() as room:
        cem, ann = await room.join("Cem"), await room.join("Ann")
        nameless = await room.connect()

        ann.say("/who")
        told = await ann.hear()
        nameless.say("Ben")
        await nameless.hear()
        cem.say("/who")
        later = await cem.hear()

        assert same(told, ["here: Cem Ann"]), "Ann asked who is here. Somebody who has said no name is not in the room."
        assert same(later, ["here: Cem Ann Ben"]), (
            "Then Ben joined and Cem asked. His answer should be the next line that Cem hears: nobody told him "
            "anything before."
        )
        assert same(room.server.clients, ["Cem", "Ann", "Ben"]), "clients should have the same names in the same order."
        async with village() as another:
            assert same(another.server.clients, []), (
                "A second server was started, and nobody has come to it yet: each server has a room of its own."
            )


@task(2, points=2, seconds=8)
@pytest.mark.real_clock
async def test_whoever_leaves_is_gone():
    """Ann quits, Ben hangs up, Cem's connection breaks: none of them is in the room any more, and Dia talks on."""
    async with village() as room:
        dia, eve = await room.join("Dia"), await room.join("Eve")
        tasks = len(asyncio.all_tasks())
        ann, ben, cem = [await room.join(name) for name in ("Ann", "Ben", "Cem")]

        ann.say("/quit")
        assert await room.only("Dia", "Eve", "Ben", "Cem"), "Ann said /quit, and should no longer be in clients."
        assert await ann.hung_up_on(), "Ann said /quit: the server should close her connection."
        ben.writer.write_eof()
        assert await room.only("Dia", "Eve", "Cem"), (
            "Ben hung up, and should no longer be in clients. At its end a connection gives an empty piece, b'', and "
            "does so again and again."
        )
        cem.break_off()
        assert await room.only("Dia", "Eve"), (
            "Cem's connection broke: he, and nobody else, should no longer be in clients."
        )
        dia.say("bye all", "/who")
        assert same([await eve.hear(), await dia.hear()], [["Dia: bye all"], ["here: Dia Eve"]]), (
            "Three people had left. The others should go on as before, and /who should not name the three."
        )
        assert await until(lambda: len(asyncio.all_tasks()) <= tasks), (
            "Three people have left, and tasks that the server started for them go on. Whoever leaves takes all of "
            "hers with her: cancel them and wait for them."
        )


@task(2, seconds=8)
@pytest.mark.real_clock
async def test_half_a_line_is_not_said():
    """A connection that ends in the middle of a line: that piece is not said, and half a name is no name."""
    async with village() as room:
        ann, ben = await room.join("Ann"), await room.join("Ben")
        nameless = await room.connect()

        nameless.writer.write(b"Dim")
        nameless.writer.write_eof()
        ben.writer.write(b"whole\nand ha")
        ben.writer.write_eof()
        gone = await room.only("Ann")
        ann.say("/who")
        heard = await ann.hear(2)

        assert gone, "Two connections have ended, one in the middle of a name: only Ann should be in clients."
        assert same(heard, ["Ben: whole", "here: Ann"]), (
            "Ben's connection ended in the middle of his second line. Only whole lines are said, so Ann hears one line "
            "of his, and then the answer to her /who."
        )


@task(2)
@pytest.mark.real_clock
async def test_fifty_people_come_and_go():
    """Fifty people join, and half of them leave again while Ann talks. Everybody who stays hears every line."""
    async with village() as room:
        ann = await room.join("Ann")
        crowd = await asyncio.gather(*(room.join(f"guest{number}") for number in range(50)))

        for number in range(25):
            ann.say(f"line {number}")
            crowd[number].break_off()
            await asyncio.sleep(0)
        heard = await asyncio.gather(*(person.hear(25) for person in crowd[25:]))
        names = ["Ann", *sorted(f"guest{number}" for number in range(25, 50))]
        await until(lambda: sorted(room.server.clients) == names)

        well = heard.count([f"Ann: line {number}" for number in range(25)])
        assert note("25 people who heard all 25 lines in order", "fewer people", well == 25), (
            "Ann said 25 lines while 25 people left. The 25 others stayed, and each should hear every line. Do you go "
            "through the room while others leave it, or stop at the first one who cannot be reached any more?"
        )
        assert same(sorted(room.server.clients), names), (
            "Those who left should be gone from clients, and everybody else should still be there."
        )


@task(3, points=3, seconds=15)
@pytest.mark.real_clock
async def test_a_client_that_does_not_read_holds_up_nobody():
    """Sam stays connected and never reads. Ben hears Ann as promptly as ever, and Sam is dropped in the end."""
    async with village() as room:
        ann, ben, sam = await room.join("Ann"), await room.join("Ben"), await room.join("Sam", narrow=True)
        sam.look_away()

        for part in range(25):
            ann.say(*(f"{part} {number} {LONG}" for number in range(20)))
            prompt = len(await ben.hear(20, seconds=0.5)) == 20
            if not prompt:
                break

        assert note("every line soon", "lines that came late or not at all", prompt), (
            "Sam does not read, and Ben had to wait for Ann's lines, or did not get them. Whoever waits for a client "
            "in drain stands still with him: nobody who talks to others may do that."
        )
        await until(lambda: "Sam" not in room.server.clients, 3)
        assert same(room.server.clients, ["Ann", "Ben"]), (
            "Sam had not read any of 500 long lines, four million bytes, and two seconds later he is still in the "
            "room. Whoever is that far behind is dropped."
        )
        assert await sam.cut_off(), (
            "Sam is no longer in clients, and still connected: what waited for him is kept until he reads it, so "
            "perhaps for ever. Hang up on him without sending the rest."
        )
        ann.say("Sam?")
        assert same(await ben.hear(), ["Ann: Sam?"]), "After Sam was dropped, the others should go on as before."


@task(3)
@pytest.mark.real_clock
async def test_a_short_pause_loses_nothing():
    """Ben reads nothing for less than half a second, while a hundred lines come at once. He stays, and has them all."""
    for _ in range(4):
        async with village() as room:
            ann, ben = await room.join("Ann"), await room.join("Ben", narrow=True)
            ben.look_away()

            began = real_now()
            ann.say(*(f"{number} {LONG[:2000]}" for number in range(100)))
            await asyncio.sleep(0.25)
            paused = real_now() - began
            whole = await ben.hear(100) == [f"Ann: {number} {LONG[:2000]}" for number in range(100)]
            people = room.server.clients
        # On a busy machine the pause may have been too long to prove anything.
        if whole or paused < 0.5:
            break

    assert note("a hundred lines in order", "lines that are missing or in disorder", whole), (
        "Ann said a hundred long lines at once, and Ben came back before half a second was over: he should get them "
        "all, in order. At most 100 lines behind is not too slow."
    )
    assert same(people, ["Ann", "Ben"]), "Both should still be in the room."


@task(4, points=3)
@pytest.mark.real_clock
async def test_close_hangs_up_on_everybody():
    """close returns soon, whoever is connected: Ben in the room, Sam who never reads, and one who has said no name."""
    others = asyncio.all_tasks()
    async with village() as room:
        ann, ben, sam = await room.join("Ann"), await room.join("Ben"), await room.join("Sam", narrow=True)
        nameless = await room.connect()
        sam.look_away()
        # More than the system takes for Sam, and not so much that he may be dropped.
        ann.say(*(f"{number} {LONG}" for number in range(90)))
        await ben.hear(90)
        await asyncio.sleep(0.1)

        async def close():
            await room.server.close()
            # A task that has just set an event for close may need this round of the loop to end.
            await asyncio.sleep(0)
            return len(asyncio.all_tasks() - others - {asyncio.current_task()})

        closing = asyncio.create_task(close(), name="close")
        await until(closing.done)

        assert closing.done(), (
            "close has not come back. Does it wait for a client that does not read, or for a connection that nobody "
            "has ended? Hang up first, without sending the rest, and then wait."
        )
        left = closing.result()
        assert note("no task left", "some are", not left), (
            "close has returned, and tasks of the server go on. End them and wait for them."
        )
        assert same(room.server.clients, []), "The server is closed: nobody should be in the room."
        assert all([await ben.hung_up_on(), await nameless.hung_up_on()]), (
            "The server is closed, and somebody is still connected: Ben, or the one who has said no name. Do you keep "
            "every connection, from its first moment on?"
        )
        assert await sam.cut_off(), (
            "The server is closed, and Sam is still connected: the rest of his lines waits until he reads them, so "
            "perhaps for ever. Hang up on him without sending the rest."
        )
        late = None
        with suppress(OSError):
            late = await Person.connect(room.port)
            room.people.append(late)
        assert late is None, "The server is closed, and it still takes connections on its port."
