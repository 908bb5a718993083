;; Each component makes ten instances of the next one: 10^6 in all.
(component
  (component $a
    (component $b
      (component $c
        (component $d
          (component $e
            (component $f)
            (instance (instantiate $f)) (instance (instantiate $f)) (instance (instantiate $f))
            (instance (instantiate $f)) (instance (instantiate $f)) (instance (instantiate $f))
            (instance (instantiate $f)) (instance (instantiate $f)) (instance (instantiate $f))
            (instance (instantiate $f)))
          (instance (instantiate $e)) (instance (instantiate $e)) (instance (instantiate $e))
          (instance (instantiate $e)) (instance (instantiate $e)) (instance (instantiate $e))
          (instance (instantiate $e)) (instance (instantiate $e)) (instance (instantiate $e))
          (instance (instantiate $e)))
        (instance (instantiate $d)) (instance (instantiate $d)) (instance (instantiate $d))
        (instance (instantiate $d)) (instance (instantiate $d)) (instance (instantiate $d))
        (instance (instantiate $d)) (instance (instantiate $d)) (instance (instantiate $d))
        (instance (instantiate $d)))
      (instance (instantiate $c)) (instance (instantiate $c)) (instance (instantiate $c))
      (instance (instantiate $c)) (instance (instantiate $c)) (instance (instantiate $c))
      (instance (instantiate $c)) (instance (instantiate $c)) (instance (instantiate $c))
      (instance (instantiate $c)))
    (instance (instantiate $b)) (instance (instantiate $b)) (instance (instantiate $b))
    (instance (instantiate $b)) (instance (instantiate $b)) (instance (instantiate $b))
    (instance (instantiate $b)) (instance (instantiate $b)) (instance (instantiate $b))
    (instance (instantiate $b)))
  (instance (instantiate $a)) (instance (instantiate $a)) (instance (instantiate $a))
  (instance (instantiate $a)) (instance (instantiate $a)) (instance (instantiate $a))
  (instance (instantiate $a)) (instance (instantiate $a)) (instance (instantiate $a))
  (instance (instantiate $a))
)
