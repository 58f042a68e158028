// placeholder of the skeleton, replaced in this issue
