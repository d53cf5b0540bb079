"""Believes that the kettle is on as soon as its coroutine is made.

caught by: test_tea_and_toast_take_three_seconds
says: They ran one after another
says: 5.00 s
"""


async def breakfast(kettle, toaster, log):
    tea = kettle.boil(log)
    toast = await toaster.toast(log)
    return await tea, toast
