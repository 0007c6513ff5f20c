print("scripted-worker")
