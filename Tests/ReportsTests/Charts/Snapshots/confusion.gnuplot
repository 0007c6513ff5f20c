set encoding utf8
set terminal svg size 420,310 dynamic noenhanced font 'sans-serif,14' background '#FFFFFF'
set output "chart.svg"
unset key; unset border; unset colorbox; unset grid
set label "filetype/int8-dynamic: confusions against the" at screen 0.0380952, screen 0.958065 left font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set label "reference" at screen 0.0380952, screen 0.912903 left font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set label "Rows: labels; columns: predictions; area: samples." at screen 0.0380952, screen 0.864516 left font ",12" textcolor rgb '#57606A' front
set label "Orange: more errors; green: fewer." at screen 0.0380952, screen 0.812903 left font ",12" textcolor rgb '#57606A' front
set label "cat" at screen 0.257143, screen 0.4 right font ",12" textcolor rgb '#1F2328' front
set label "cat" at screen 0.32381, screen 0.490323 left rotate by 90 font ",12" textcolor rgb '#1F2328' front
set label "dog" at screen 0.257143, screen 0.270968 right font ",12" textcolor rgb '#1F2328' front
set label "dog" at screen 0.419048, screen 0.490323 left rotate by 90 font ",12" textcolor rgb '#1F2328' front
set label "fox" at screen 0.257143, screen 0.141935 right font ",12" textcolor rgb '#1F2328' front
set label "fox" at screen 0.514286, screen 0.490323 left rotate by 90 font ",12" textcolor rgb '#1F2328' front
set object rectangle from screen 0.280952, screen 0.341935 to screen 0.366667, screen 0.458065 front fillcolor rgb '#D55E00' fillstyle solid 1 noborder
set object rectangle from screen 0.37619, screen 0.341935 to screen 0.461905, screen 0.458065 front fillcolor rgb '#D55E00' fillstyle solid 1 noborder
set object rectangle from screen 0.304643, screen 0.115968 to screen 0.342976, screen 0.167903 front fillcolor rgb '#009E73' fillstyle solid 1 noborder
set object rectangle from screen 0.495119, screen 0.115968 to screen 0.533452, screen 0.167903 front fillcolor rgb '#009E73' fillstyle solid 1 noborder
set lmargin at screen 0.27619
set rmargin at screen 0.561905
set tmargin at screen 0.464516
set bmargin at screen 0.0774194
unset xtics; unset ytics
set xrange [0:3] noextend
set yrange [3:0] noextend
plot '-' using 1:2:3:4 with vectors nohead linewidth 1 linecolor rgb '#DFE3E8'
0 0 0 3
0 0 3 0
1 0 0 3
0 1 3 0
2 0 0 3
0 2 3 0
3 0 0 3
0 3 3 0
e
unset output
