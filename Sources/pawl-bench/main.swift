print("pawl-bench")
