"""The numbers of Shallowscope: a network with one hidden layer, in NumPy.

Knows no web, no clock and no global state. `network` holds the equations as the chapter writes
them, `engine` the same in preallocated buffers, `trainer` what happens from one iteration to the next.
"""
