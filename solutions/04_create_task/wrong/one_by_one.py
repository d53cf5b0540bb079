"""Watches the water until it boils, then thinks of toast.

caught by: test_tea_and_toast_take_three_seconds
says: They ran one after another
"""


async def breakfast(kettle, toaster, log):
    tea = await kettle.boil(log)
    toast = await toaster.toast(log)
    return tea, toast
