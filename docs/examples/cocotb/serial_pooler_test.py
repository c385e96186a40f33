"""A cocotb test of docs/examples/serial_pooler: the Python model is the scoreboard. run.py starts it."""

import os
import random

import cocotb
import silipool
from cocotb.clock import Clock
from cocotb.triggers import ReadOnly, RisingEdge

CONFIGURATION = silipool.configuration(os.environ["CONFIGURATION"])
STEPS = int(os.environ["STEPS"])
BUG = int(os.environ["BUG"])
WORD = 8
TIMEOUT = 20000  # cycles without an answer
RESETS = {50, 100, 200, 400, 800}  # steps before which the design is reset, as `silipool verify --dut` does


class Finding(Exception):
    """What the design did wrong, as `silipool verify` says it: a phase and a step."""


def words_of(bits):
    """The words of a bitmap, bit 0 the least significant one of the first."""
    number = sum(1 << i for i, bit in enumerate(bits) if bit)
    return [number >> WORD * w & (1 << WORD) - 1 for w in range(-(-len(bits) // WORD))]


def indices_of(words):
    number = sum(word << WORD * w for w, word in enumerate(words))
    return [i for i in range(number.bit_length()) if number >> i & 1]


async def reset(dut):
    dut.rst_n.value = 0
    dut.in_valid.value = 0
    dut.out_ready.value = 0
    for _ in range(4):
        await RisingEdge(dut.clk)
    dut.rst_n.value = 1


async def send(dut, step, words, learn, stalls):
    """Hands in the words of an input, with gaps."""
    for word in words:
        while stalls.random() < 0.3:
            dut.in_valid.value = 0
            await RisingEdge(dut.clk)
        dut.in_valid.value, dut.in_data.value, dut.in_learn.value = 1, word, int(learn)
        for _ in range(TIMEOUT):
            await ReadOnly()
            taken = bool(dut.in_ready.value)
            await RisingEdge(dut.clk)
            if taken:
                break
        else:
            raise Finding(f"HANDSHAKE {step}: a word of the input is not taken")
    dut.in_valid.value = 0


async def receive(dut, step, count, stalls):
    """Takes the words of an answer, with back-pressure; what stands must stand until it is taken."""
    words, standing = [], None
    for _ in range(TIMEOUT):
        dut.out_ready.value = int(stalls.random() < 0.6)
        await ReadOnly()
        valid, ready = bool(dut.out_valid.value), bool(dut.out_ready.value)
        shown = (int(dut.out_data.value), int(dut.out_last.value)) if valid else None
        if standing is not None and shown != standing:
            raise Finding(f"HANDSHAKE {step}: what stood was not taken, and changed")
        standing = shown if valid and not ready else None
        await RisingEdge(dut.clk)
        if valid and ready:
            words.append(shown[0])
            if shown[1] != (len(words) == count):
                raise Finding(f"HANDSHAKE {step}: out_last is wrong in word {len(words)} of {count}")
            if len(words) == count:
                dut.out_ready.value = 0
                return words
    raise Finding(f"HANDSHAKE {step}: no answer in {TIMEOUT} cycles")


@cocotb.test()
async def winners_are_the_models(dut):
    model = silipool.Pooler(CONFIGURATION)
    stalls = random.Random(1)
    registers = CONFIGURATION.registers
    for name in ("seed", "active_columns", "learning_columns", "stimulus_threshold", "initially_connected", "increment",
                 "decrement", "increment_probability", "decrement_probability", "boost_scale", "boost_target", "decay",
                 "update_period"):
        getattr(dut, name).value = registers[name]
    dut.bug.value = BUG
    dut.in_data.value = dut.in_learn.value = 0
    cocotb.start_soon(Clock(dut.clk, 10, "ns").start())
    await reset(dut)
    for step in range(STEPS):
        if step in RESETS:
            await reset(dut)
            model.reset()
        bits, learn = silipool.stimulus(CONFIGURATION, step)
        await send(dut, step, words_of(bits), learn, stalls)
        words = await receive(dut, step, -(-CONFIGURATION.columns // WORD), stalls)
        expected = model.step(bits, learn).tolist()
        if indices_of(words) != expected:
            raise Finding(f"WINNER {step}: the design has {indices_of(words)}, the model {expected}")
